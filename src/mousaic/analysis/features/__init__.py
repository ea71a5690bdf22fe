"""What are the features like: how often they fire, their shape, what they are worth, how alike they are?"""
