"""What is deployed: the functions of Kofu and what they share."""
