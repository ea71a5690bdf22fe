"""How does one file safely become numbers?"""
