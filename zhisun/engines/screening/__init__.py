"""碰撞: events × indicator base → hits. See README.md."""
