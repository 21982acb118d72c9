"""What the desk does to working copies and what its people say to each other; `articles.admin` asks, readers never."""
