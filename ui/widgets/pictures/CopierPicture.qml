import QtQuick
import "../../theme"

// The multi-copier with its coin tower, seen from the front. `part` is lit: reader, coins, change, receipt, output, lid,
// drawer, toner, cover; "" lights nothing.
Drawing {
    id: copier

    property string part: ""
    columns: 124
    rows: 132

    component Lit: Box {
        property bool lit: false
        property color plain: Theme.metal
        color: lit ? Theme.attention : plain
        line: lit ? 1.6 : 0.7
        border.color: lit ? Theme.alert : Theme.metalDeep
    }

    Box { atX: 4; atY: 125; wide: 116; high: 5; corner: 2.5; color: Theme.line }

    // touch panel on its arm
    Box { atX: 44; atY: 22; wide: 6; high: 12; color: Theme.metalDeep }
    Box { atX: 28; atY: 2; wide: 38; high: 25; corner: 2.5; color: Theme.hollow }
    Box {
        atX: 31; atY: 5; wide: 32; high: 19; corner: 1; color: Theme.primaryTint
        Box { atX: 3; atY: 3; wide: 14; high: 2.2; corner: 1; color: Theme.primary }
        Box { atX: 3; atY: 8; wide: 12; high: 8; corner: 1; color: Theme.primarySoft }
        Box { atX: 17; atY: 8; wide: 12; high: 8; corner: 1; color: Theme.primarySoft }
    }

    // lid and scanner
    Item {
        readonly property real u: parent.u
        width: parent.width
        height: parent.height
        transform: Rotation {
            origin.x: 6 * copier.unitOfDrawing
            origin.y: 40 * copier.unitOfDrawing
            angle: copier.part === "lid" ? -14 : 0
        }
        Lit { atX: 5; atY: 32; wide: 76; high: 8; corner: 3; lit: copier.part === "lid" }
    }
    Box { atX: 4; atY: 40; wide: 78; high: 7; corner: 1.5; color: Theme.metalDark; line: 0.7; border.color: Theme.metalDeep }

    // body
    Box { atX: 6; atY: 47; wide: 74; high: 78; corner: 2; color: Theme.metal; line: 0.8; border.color: Theme.metalDeep }

    // output tray
    Lit { atX: 11; atY: 50; wide: 56; high: 17; corner: 2; lit: copier.part === "output"; plain: Theme.hollow }
    Outline {
        path: "M24 57 H56 L60 64 H20 Z"
        fill: Theme.paper
        stroke: Theme.metalDeep
        line: 0.6
        visible: copier.part === "output"
    }
    Box { atX: 9; atY: 64; wide: 60; high: 3; corner: 1.5; color: Theme.metalDark; line: 0.5; border.color: Theme.metalDeep }

    // front cover, toner behind it
    Lit { atX: 10; atY: 70; wide: 58; high: 14; corner: 1.5; lit: copier.part === "toner" }
    Box { atX: 32; atY: 72.5; wide: 14; high: 2; corner: 1; color: Theme.metalDeep }

    // cover A on the right
    Lit { atX: 71; atY: 50; wide: 8; high: 34; corner: 1.5; lit: copier.part === "cover" }
    Outline {
        path: "M79 52 L88 46 V80 L79 83 Z"
        fill: Theme.attention
        stroke: Theme.alert
        line: 1.4
        visible: copier.part === "cover"
    }
    Box { atX: 73.5; atY: 65; wide: 3; high: 6; corner: 1.5; color: Theme.metalDeep }

    // drawers
    Repeater {
        model: 3
        delegate: Lit {
            id: drawer
            required property int index
            atX: lit ? 6 : 10
            atY: 87 + index * 12.5
            wide: lit ? 74 : 66
            high: 10.5
            corner: 1.5
            lit: copier.part === "drawer" && index === 0
            Box { atX: drawer.wide / 2 - 8; atY: 3; wide: 16; high: 3; corner: 1.5; color: Theme.metalDeep }
        }
    }
    Box {
        atX: 16; atY: 84; wide: 54; high: 3.6; color: Theme.paper; line: 0.5; border.color: Theme.metalDeep
        visible: copier.part === "drawer"
    }

    // coin tower: card reader on top, coin slot, receipt, change
    Box { atX: 92; atY: 52; wide: 28; high: 73; corner: 2.5; color: Theme.metal; line: 0.8; border.color: Theme.metalDeep }
    Lit { atX: 90; atY: 44; wide: 32; high: 9; corner: 3; lit: copier.part === "reader"; plain: Theme.hollow }
    Box { atX: 96; atY: 47.6; wide: 20; high: 1.8; corner: 0.9; color: copier.part === "reader" ? Theme.alert : "#7ab2ff" }
    Lit { atX: 99; atY: 58; wide: 14; high: 9; corner: 2; lit: copier.part === "coins" }
    Box { atX: 105; atY: 60; wide: 2; high: 5; corner: 1; color: Theme.hollow }
    Lit { atX: 97; atY: 73; wide: 18; high: 5; corner: 1.5; lit: copier.part === "receipt"; plain: Theme.hollow }
    Box {
        atX: 101; atY: 76; wide: 10; high: 11; color: Theme.paper; line: 0.5; border.color: Theme.metalDeep
        visible: copier.part === "receipt"
    }
    Lit { atX: 97; atY: 95; wide: 18; high: 13; corner: 3; lit: copier.part === "change"; plain: Theme.hollow }
    Box {
        atX: 101; atY: 101; wide: 5; high: 5; corner: 2.5; color: Theme.coinSilver; line: 0.5; border.color: Theme.metalDeep
        visible: copier.part === "change"
    }
    Box {
        atX: 106; atY: 101; wide: 5; high: 5; corner: 2.5; color: Theme.coinCopper; line: 0.5; border.color: Theme.metalDeep
        visible: copier.part === "change"
    }

    // a ring around the lit part
    readonly property real unitOfDrawing: Math.min(width / columns, height / rows)
    readonly property var rings: ({ reader: [106, 48, 22], coins: [106, 62, 15], receipt: [106, 78, 16],
        change: [106, 102, 16], output: [39, 58, 36, 18], lid: [42, 26, 0], drawer: [43, 90, 0], toner: [39, 77, 0],
        cover: [79, 67, 24] })
    readonly property var ring: rings[part] === undefined ? [0, 0, 0] : rings[part]
    Box {
        atX: copier.ring[0] - copier.ring[2]
        atY: copier.ring[1] - copier.ring[copier.ring.length - 1]
        wide: 2 * copier.ring[2]
        high: 2 * copier.ring[copier.ring.length - 1]
        corner: copier.ring[copier.ring.length - 1]
        visible: copier.ring[2] > 0
        color: "transparent"
        line: 2
        border.color: Theme.alert
    }
}
