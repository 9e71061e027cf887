"""Steps of `infra.package`: wheels for Lambda, trust anchors, archives, and Chalice's packager."""
