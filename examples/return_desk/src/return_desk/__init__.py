"""A small real service around photocheck and returnflow: customers return devices, staff decide."""
