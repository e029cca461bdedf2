"""Calendar servers and mail: what is fetched from them and sent to them, with limits and signatures."""
