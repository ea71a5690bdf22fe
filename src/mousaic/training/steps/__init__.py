"""How is one step of training computed? One way a file, all to the same result."""
