"""What does a person see in a notebook?"""
