"""Which parameters fit these images: how many active features, which augmentation?"""
