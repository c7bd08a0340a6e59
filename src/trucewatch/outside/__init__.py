"""Every connection that leaves this machine: pages fetched, mail and webhooks sent. No other room opens one."""
