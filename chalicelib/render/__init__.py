"""Function 2: may this person have this certificate, and what does it look like?"""
