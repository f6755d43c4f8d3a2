import QtQuick
import "../../theme"

// A calendar leaf and the postcard that comes after about a month.
Drawing {
    columns: 100
    rows: 80
    Box {
        atX: 6; atY: 4; wide: 52; high: 52; corner: 4; color: Theme.surface; line: 1.6; border.color: Theme.metalDeep
        Box { atX: 0; atY: 0; wide: 52; high: 13; corner: 4; color: Theme.primary }
        Repeater {
            model: 12
            delegate: Box {
                required property int index
                atX: 6 + index % 4 * 11; atY: 18 + Math.floor(index / 4) * 11; wide: 7; high: 7; corner: 1
                color: index === 11 ? Theme.good : Theme.line
            }
        }
    }
    Box { atX: 40; atY: 40; wide: 54; high: 36; corner: 2; color: Theme.attentionTint; line: 1.6; border.color: Theme.warn }
    Box { atX: 78; atY: 45; wide: 11; high: 11; corner: 1; color: Theme.stamp }
    Box { atX: 46; atY: 47; wide: 24; high: 4; corner: 1; color: Theme.metalDeep }
    Box { atX: 46; atY: 56; wide: 28; high: 3; corner: 1; color: Theme.metalDark }
    Box { atX: 46; atY: 64; wide: 36; high: 3; corner: 1; color: Theme.metalDark }
}
