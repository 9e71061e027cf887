"""What one certificate costs on AWS, from what a real visit did: `make costs`."""
