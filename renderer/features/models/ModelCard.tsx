import { type CardBlock, cardBlocks } from './cardBlocks.ts';

const Block = ({ block }: { readonly block: CardBlock }) => {
  switch (block.kind) {
    case 'heading':
      return <h4>{block.text}</h4>;
    case 'paragraph':
      return <p>{block.text}</p>;
    case 'list':
      return (
        <ul>
          {block.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      );
    case 'table':
      return (
        <div className="card-table">
          <table>
            <thead>
              <tr>
                {block.head.map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns may bear one name, and a card never changes
                  <th key={column}>{cell}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((cells, row) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows may be alike, and a card never changes
                <tr key={row}>
                  {cells.map((cell, column) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: cells may be alike, and a card never changes
                    <td key={column}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
  }
};

/** CARD.md, as text. */
export const ModelCard = ({ card }: { readonly card: string }) => (
  <div className="card">
    {cardBlocks(card).map((block, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a card never changes
      <Block key={index} block={block} />
    ))}
  </div>
);
