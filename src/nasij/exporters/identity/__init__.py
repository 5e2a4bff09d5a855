"""Who a firm is: its names as keys, how they sound, how like two records are, who was erased."""
