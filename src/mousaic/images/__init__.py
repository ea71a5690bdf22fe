"""What does a folder or table of images hold, and how does it become arrays?"""
