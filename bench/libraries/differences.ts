export const difference = 0, row = 0, rowOfWorst = 0, tableHead = 0;
