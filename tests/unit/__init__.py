"""What each part of checks/ does by itself, a folder a part: quick, and in this process."""
