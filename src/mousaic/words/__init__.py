"""How is what the program says worded in each language?"""
