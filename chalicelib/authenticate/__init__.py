"""Function 1: whose card is this, at which kiosk, right now?"""
