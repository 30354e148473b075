/** What an app that shows this runs on, as the store knows it; a browser says so itself. */
export const PLATFORM = { apple: 'ios', android: 'android', computer: 'web' } as const;
