"""Is it better than other methods, on images that none of them learned from?"""
