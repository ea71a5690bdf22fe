"""Do the classes differ in their features, and could anything else explain it?"""
