/** A broker. Java's Node. */
export interface Node {
  id: number;
  host: string;
  port: number;
  rack: string | null;
}
