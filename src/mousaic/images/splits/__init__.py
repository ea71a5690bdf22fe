"""Which images are held out from which, and does anything leak between them?"""
