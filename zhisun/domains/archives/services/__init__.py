"""Taking files of old reports in."""
