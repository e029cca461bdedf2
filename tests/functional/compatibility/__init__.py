"""What earlier versions read and wrote, a folder a version: what is read must stay readable, what is read of us too."""
