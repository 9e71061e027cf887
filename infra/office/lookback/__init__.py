"""Looking back: who got what, where, when, and what is suspect. For the office: it alone can resolve pseudonyms."""
