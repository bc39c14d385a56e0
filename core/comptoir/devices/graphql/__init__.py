"""Devices in the GraphQL schemas."""

from comptoir.devices.graphql.device import DeviceQueries
from comptoir.devices.graphql.staff import DeviceStaffMutations, DeviceStaffQueries

__all__ = ["DeviceQueries", "DeviceStaffMutations", "DeviceStaffQueries"]
