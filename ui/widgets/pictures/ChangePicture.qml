import QtQuick
import "../../theme"

// Coins in the cup at the bottom of the coin tower.
Drawing {
    columns: 100
    rows: 90

    Box { atX: 8; atY: 6; wide: 84; high: 78; corner: 7; color: Theme.metal; line: 1; border.color: Theme.metalDeep }
    Box { atX: 18; atY: 20; wide: 64; high: 54; corner: 12; color: Theme.hollow }
    Box { atX: 24; atY: 50; wide: 20; high: 20; corner: 10; color: Theme.coinSilver; line: 1; border.color: Theme.surface }
    Box { atX: 40; atY: 44; wide: 22; high: 22; corner: 11; color: Theme.coinGold; line: 1; border.color: Theme.surface }
    Box { atX: 58; atY: 52; wide: 18; high: 18; corner: 9; color: Theme.coinCopper; line: 1; border.color: Theme.surface }
    Outline { path: "M18 62 Q50 78 82 62 V66 Q82 74 70 74 H30 Q18 74 18 66 Z"; fill: Theme.metalDark }
}
