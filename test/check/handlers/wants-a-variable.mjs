export const handler = async (event) => {
  if (process.env.WANTED.length > 0) return event;
};
