"""Function 3: hand over once, delete at once, give a receipt."""
