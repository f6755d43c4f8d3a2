import QtQuick
import "../theme"

// The six steps of a visit: done, now, still to come.
Rectangle {
    id: bar

    required property var steps
    required property int step
    required property string spoken

    height: Theme.mm(15)
    color: Theme.primaryTint
    Accessible.role: Accessible.StaticText
    Accessible.name: spoken

    Row {
        anchors.fill: parent
        anchors.leftMargin: Theme.mm(Theme.margin - 3)
        anchors.rightMargin: Theme.mm(Theme.margin - 3)

        Repeater {
            model: bar.steps
            delegate: Item {
                id: segment
                required property int index
                required property string modelData
                readonly property bool done: index + 1 < bar.step
                readonly property bool now: index + 1 === bar.step
                width: parent.width / 6
                height: parent.height

                Rectangle {
                    anchors.centerIn: parent
                    width: parent.width - Theme.mm(1.5)
                    height: Theme.mm(11.5)
                    radius: height / 2
                    visible: segment.now
                    color: Theme.primary
                }
                Row {
                    anchors.centerIn: parent
                    spacing: Theme.mm(1.6)

                    Rectangle {
                        width: Theme.mm(8)
                        height: width
                        radius: width / 2
                        anchors.verticalCenter: parent.verticalCenter
                        color: segment.now ? Theme.inkOnPrimary : segment.done ? Theme.good : "transparent"
                        border.width: segment.now || segment.done ? 0 : Math.max(1, Theme.mm(0.5))
                        border.color: Theme.border

                        OneLine {
                            anchors.centerIn: parent
                            words: segment.done ? "✓" : String(segment.index + 1)
                            em: 6
                            font.bold: true
                            color: segment.now ? Theme.primary : segment.done ? Theme.inkOnPrimary : Theme.inkSoft
                            Accessible.ignored: true
                        }
                    }
                    OneLine {
                        anchors.verticalCenter: parent.verticalCenter
                        words: segment.modelData
                        em: Theme.small
                        font.bold: segment.now
                        color: segment.now ? Theme.inkOnPrimary : segment.done ? Theme.good : Theme.inkSoft
                    }
                }
            }
        }
    }
}
