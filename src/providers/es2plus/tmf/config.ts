export const TMF_CREDENTIALS = {};
export const TMF_SETTINGS = {};
