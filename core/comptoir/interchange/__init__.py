"""The product CSV in both generations of its headers: import and export."""
