"""Buying at the kiosk, a question a page: how, where to, by what, who, and paying at the reader."""
