"""Files read: good ones, bad ones, and a commit's."""
