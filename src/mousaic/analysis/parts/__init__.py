"""What in the images are their parts: small pictures with a home, and in every image a presence and a place."""
