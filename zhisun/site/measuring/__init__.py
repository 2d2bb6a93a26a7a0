"""What the measurements of `zhisun.site.bench` share: a platform to measure, and figures to show."""
