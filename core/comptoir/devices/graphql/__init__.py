"""Devices in the GraphQL schemas."""

from comptoir.devices.graphql.device import DeviceMutations, DeviceQueries
from comptoir.devices.graphql.staff import DeviceStaffMutations, DeviceStaffQueries

__all__ = ["DeviceMutations", "DeviceQueries", "DeviceStaffMutations", "DeviceStaffQueries"]
