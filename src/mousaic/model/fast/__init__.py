"""How are the largest pre-activations found quickly, to the same bytes on any number of threads?"""
