import QtQuick
import "../../theme"
import "../../widgets"
import "../../widgets/pictures"

Item {
    id: page
    required property var view

    Rectangle {
        id: frame
        width: parent.width * 0.32
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(Theme.margin)
        anchors.top: parent.top
        anchors.topMargin: Theme.mm(8)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(8)
        radius: Theme.mm(5)
        color: Theme.primaryTint
        CloseUp {
            part: "coins"
            caption: page.view.caption

            CoinsPicture {
                anchors.fill: parent
                worth: page.view.shownCoin
            }
        }
    }
    Column {
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(Theme.margin)
        anchors.right: frame.left
        anchors.rightMargin: Theme.mm(8)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(page.view.exactOnly === "" ? 4.5 : 2.5)

        Prose {
            words: page.view.title
            em: Theme.title
            font.bold: true
            width: parent.width
            leading: 1.2
        }
        Rectangle {
            width: parent.width
            height: amounts.implicitHeight + Theme.mm(page.view.exactOnly === "" ? 10 : 5)
            radius: Theme.mm(4)
            color: Theme.surface
            border.width: Math.max(1, Theme.mm(0.4))
            border.color: Theme.line

            Column {
                id: amounts
                anchors.centerIn: parent
                width: parent.width - Theme.mm(14)
                spacing: Theme.mm(page.view.exactOnly === "" ? 2.5 : 1.5)

                AmountLine {
                    label: page.view.dueLabel
                    amount: page.view.due
                    width: parent.width
                }
                Prose {
                    words: page.view.order
                    em: Theme.small
                    width: parent.width
                    leading: 1.25
                    color: Theme.inkSoft
                }
                Rectangle {
                    width: parent.width
                    height: Math.max(1, Theme.mm(0.4))
                    color: Theme.line
                }
                AmountLine {
                    label: page.view.insertedLabel
                    amount: page.view.inserted
                    width: parent.width
                    ink: Theme.good
                }
                AmountBar {
                    share: page.view.share
                    width: parent.width
                }
                AmountLine {
                    label: page.view.missingLabel
                    amount: page.view.missing
                    width: parent.width
                    em: 15
                    ink: Theme.primary
                }
            }
        }
        Banner {
            words: page.view.exactOnly
            tone: "warn"
            width: parent.width
        }
        Row {
            width: parent.width
            spacing: Theme.mm(6)
            Column {
                anchors.verticalCenter: parent.verticalCenter
                OneLine {
                    words: page.view.coinsLabel
                    em: 7
                    font.bold: true
                }
                OneLine {
                    words: page.view.noNotes
                    em: Theme.small
                    color: Theme.inkSoft
                }
            }
            Row {
                spacing: Theme.mm(4)
                anchors.verticalCenter: parent.verticalCenter
                Repeater {
                    model: page.view.coins
                    delegate: CoinChip {
                        required property var modelData
                        coin: modelData
                    }
                }
            }
        }
    }
}
