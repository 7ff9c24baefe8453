// The script of the page that asks: everything between the code and the envelope happens here, on the device.
export {};
