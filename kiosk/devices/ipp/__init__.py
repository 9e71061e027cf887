"""A printer behind IPP (RFC 8010, RFC 8011): a queue of CUPS, or a printer itself."""
