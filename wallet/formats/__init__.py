"""From bytes to credentials: containers first, then standards, one file each."""
