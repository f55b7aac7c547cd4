"""What leaves the machine, in the forms that others can read."""
