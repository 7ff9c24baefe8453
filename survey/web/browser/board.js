// The script of the board page: looks up a receipt among all, on the device.
export {};
