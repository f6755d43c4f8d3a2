import QtQuick
import "../../theme"

// A printer at work.
Drawing {
    columns: 100
    rows: 80
    Box { atX: 30; atY: 4; wide: 40; high: 26; corner: 1.5; color: Theme.paper; line: 1.4; border.color: Theme.metalDeep }
    Box { atX: 10; atY: 24; wide: 80; high: 34; corner: 5; color: Theme.metalDeep }
    Box { atX: 76; atY: 31; wide: 7; high: 5; corner: 2.5; color: Theme.attention }
    Box { atX: 26; atY: 46; wide: 48; high: 30; corner: 1.5; color: Theme.paper; line: 1.4; border.color: Theme.metalDeep }
    Box { atX: 34; atY: 54; wide: 32; high: 3; corner: 1; color: Theme.metalDark }
    Box { atX: 34; atY: 61; wide: 24; high: 3; corner: 1; color: Theme.metalDark }
}
