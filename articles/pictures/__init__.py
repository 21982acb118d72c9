"""A picture on its way from a file that was sent to what readers and other sites are shown."""
